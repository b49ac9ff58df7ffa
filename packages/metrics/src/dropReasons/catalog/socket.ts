import { type DropReasons, of } from '../types.ts';

const loss = of('socket', 'loss');
const refused = of('socket', 'refused');
const harmless = of('socket', 'harmless');

/** At the socket that the packet was for, or where there is none. */
export const SOCKET_REASONS: DropReasons = {
  NO_SOCKET: refused(
    'It was for a port or protocol on which nobody listens. TCP answers with a reset, UDP with “port unreachable”.',
    'If the service should be there, start it or correct its address and port. Otherwise it is a stray sender or a port scan: a firewall rule spares the answer.',
  ),
  SOCKET_RCVBUFF: loss(
    'The receive buffer of the socket was full: the program does not read as fast as packets arrive.',
    'Make the program read faster or in larger batches; for bursts raise its SO_RCVBUF up to net.core.rmem_max, and net.core.rmem_default for programs that set none.',
  ),
  SOCKET_BACKLOG: loss(
    'While the program held its socket, more arrived than its buffers allow to wait beside it.',
    'One busy connection and a program that is often interrupted. Larger receive buffers give more room; fewer system calls for each byte help more.',
  ),
  SOCKET_FILTER: refused(
    'A filter on the socket (BPF, SO_ATTACH_FILTER, or a security check of its owner) did not let it in.',
    'Wanted by the program that attached the filter. Packet captures do this to all that they do not ask for.',
  ),
  SOCKET_CLOSE: harmless(
    'It waited in a socket that was being closed.',
    'Nothing, unless data is missed: then the program closes before it has read everything.',
  ),
  SOCKET_DESTROYED: harmless('It came for a socket that was being taken away.', 'Nothing.'),
  QUEUE_PURGE: harmless(
    'It was in a queue that was emptied: mostly unread data of a socket that its program closed, or a device that went down.',
    'Nothing, unless data is missed: then the program closes before it has read everything. The other side of a TCP connection is told with a reset.',
  ),
  PROTO_MEM: loss(
    'No memory for it: the receive buffer of a TCP socket is full, or TCP or UDP as a whole holds what it may (tcp_mem, udp_mem), or the socket’s cgroup does.',
    'Find the sockets with the largest queues: their programs do not read. With memory to spare, raise net.ipv4.tcp_rmem, or tcp_mem and udp_mem; for a cgroup, its memory.max.',
  ),
  UNIX_DISCONNECT: loss(
    'A Unix datagram socket was connected anew, which throws away what others had sent before.',
    'Nothing in the network. The program loses these messages when it connects while they wait.',
  ),
  UNIX_SKIP_OOB: harmless('Out-of-band data of a Unix socket was passed over by a normal read.', 'Nothing.'),
  PACKET_SOCK_ERROR: loss(
    'A packet socket (a capture, a DHCP client) could not take its copy. The packet itself goes on.',
    'Give the capture a larger ring, or a filter that asks for less.',
  ),
  SKB_UCOPY_FAULT: loss(
    'The memory that a program gave for the data could not be read or written.',
    'A fault of the program, or of a virtual machine’s or TUN device’s other side.',
  ),
  SECURITY_HOOK: refused(
    'A security module (SELinux, Smack, AppArmor) does not allow it.',
    'Look into the audit log for the denial, and change the policy if it should be allowed.',
  ),
  BPF_CGROUP_EGRESS: refused(
    'A BPF program on the sender’s cgroup does not let it out: a firewall of systemd (IPAddressDeny=) or of a container network.',
    'bpftool cgroup tree shows the programs. Change the rule if it should be allowed.',
  ),
};
