/**
 * For bash, where there are lo and a pair veth0 and veth1: a device of every further kind that this kernel has, up, named after its
 * kind. A kind that it lacks is passed by; a command that fails for another reason is too, so look at what there is afterwards.
 */
export const MORE_DEVICES: readonly string[] = [
  'for kind in tap tun; do',
  '  { ip tuntap add $kind"0" mode $kind && ip link set $kind"0" up; } 2>/dev/null || true',
  'done',
  'for kind in bridge ifb dummy "macvlan link veth0" "vlan link veth0 id 5" "vxlan id 7 dev veth0 dstport 4789"; do',
  '  set -- $kind; kind=$1; shift',
  '  if [ "$1" = link ]; then on="$1 $2"; shift 2; else on=; fi',
  '  { ip link add $kind"0" $on type $kind "$@" && ip link set $kind"0" up; } 2>/dev/null || true',
  'done',
];
