import { rowMetrics } from '../define.ts';

/** What the sockets say about the programs that own them. */
export const APPLICATION_SOCKETS = [
  ...rowMetrics(
    { layer: 'application', source: 'sock_diag/summary', subject: 'listeners' },
    {
      count: {
        field: 'listeners',
        kernelName: 'TCP_LISTEN',
        kind: 'gauge',
        unit: 'sockets',
        title: 'Listening sockets',
        help: 'TCP sockets that wait for connections. One that disappears is a service that stopped.',
        commands: ['ss -ltn'],
      },
    },
  ),
  ...rowMetrics(
    { layer: 'application', source: 'sock_diag/summary', subject: 'tcp' },
    {
      appLimitedSockets: {
        field: 'appLimitedSockets',
        kernelName: 'tcpi_delivery_rate_app_limited',
        kind: 'gauge',
        unit: 'sockets',
        title: 'Connections short of data',
        help: 'TCP connections whose program has not written enough to fill the path. For these no network option makes anything faster.',
        commands: ['ss -tin'],
      },
      silentSockets: {
        field: 'silentSockets',
        kernelName: 'tcpi_last_data_recv',
        kind: 'gauge',
        unit: 'sockets',
        title: 'Connections silent for two hours',
        help: 'TCP connections over which nothing has come or gone for two hours and that have no keepalive: if their peer is gone, nobody notices. A number that only grows is a leak.',
        commands: ['ss -tino state established'],
      },
    },
  ),
] as const;

/** /proc/meminfo and /proc/stat: how much room the programs have. */
export const APPLICATION_HOST = [
  ...rowMetrics(
    { layer: 'application', source: 'meminfo', subject: 'meminfo' },
    {
      memTotalBytes: {
        field: 'memTotalBytes',
        kernelName: 'MemTotal',
        kind: 'gauge',
        unit: 'bytes',
        title: 'Memory of the host',
        help: 'Memory the kernel can use. Default sizes of many buffers and tables follow from it.',
        commands: ['grep MemTotal /proc/meminfo'],
      },
      memAvailableBytes: {
        field: 'memAvailableBytes',
        kernelName: 'MemAvailable',
        kind: 'gauge',
        unit: 'bytes',
        title: 'Memory available',
        help: 'Memory that programs could take without swapping. Socket buffers cannot be swapped out: below a tenth of the total do not raise network limits.',
        commands: ['grep MemAvailable /proc/meminfo'],
      },
    },
  ),
  ...rowMetrics(
    { layer: 'application', source: 'stat', subject: 'stat' },
    {
      userSeconds: {
        field: 'userSeconds',
        kernelName: 'user',
        unit: 'seconds',
        title: 'CPU time of programs',
        help: 'Seconds all CPUs together spent running programs. Near the number of CPUs a second means that slow readers are slow for want of CPU.',
        commands: ['head -1 /proc/stat'],
      },
      systemSeconds: {
        field: 'systemSeconds',
        kernelName: 'system',
        unit: 'seconds',
        title: 'CPU time of the kernel',
        help: 'Seconds all CPUs together spent in the kernel on behalf of programs: system calls, copying to and from sockets.',
        commands: ['head -1 /proc/stat'],
      },
      idleSeconds: {
        field: 'idleSeconds',
        kernelName: 'idle',
        unit: 'seconds',
        title: 'CPU time idle',
        help: 'Seconds all CPUs together had nothing to do.',
        commands: ['head -1 /proc/stat'],
      },
      stealSeconds: {
        field: 'stealSeconds',
        kernelName: 'steal',
        unit: 'seconds',
        title: 'CPU time taken by the hypervisor',
        help: 'Seconds in which this virtual machine wanted to run and the host below gave the CPU to others. A rise makes every queue longer and is no fault of this machine.',
        commands: ['head -1 /proc/stat'],
      },
    },
  ),
] as const;
