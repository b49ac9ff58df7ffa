import { under } from '../../metricTexts.ts';

export const APPLICATION_PROCESSES = {
  ...under('application.processes', {
    count: ['进程', '至少打开一个文件的进程。内核线程没有打开的文件，不计入。每十五秒或更久查看一次。'],
    openFiles: [
      '所有进程打开的文件',
      '所有进程打开的文件、套接字、管道等，每个进程持有一次计一次。缓慢而持续的增长就是泄漏：连接从不关闭。',
    ],
    openFilesMaxShare: [
      '打开文件占上限的比例，最满的进程',
      '最接近打开文件上限（软限制 RLIMIT_NOFILE）的进程已用的比例。到 100 % 时 accept()、socket() 和 open() 以“Too many open files”失败：连接随后在 accept 队列里等待，直到溢出。',
    ],
    openFilesMaxUsed: ['打开的文件，最满的进程', '最接近上限的进程所打开的文件数。每次可能是不同的进程。'],
    openFilesMaxLimit: [
      '打开文件的上限，最满的进程',
      '最接近上限的进程的软限制（RLIMIT_NOFILE）：其 unit 的 LimitNOFILE=，或启动它的 shell 的 ulimit -n。prlimit 可在进程运行时修改。',
    ],
    nearLimit: ['接近打开文件上限的进程', '已用打开文件上限 85 % 以上的进程。它们很快就会无法 accept 连接。'],
    unknown: [
      '看不到打开文件数的进程',
      'agent 无权统计其打开文件数的进程。自 Linux 6.2 起统计不需要特权；更早的内核上，其他用户的进程需要 CAP_SYS_PTRACE 和 CAP_DAC_READ_SEARCH。',
    ],
    reuseportGroups: [
      '有多个监听者的端口',
      '有多个 TCP 套接字同时监听（SO_REUSEPORT）的地址和端口。内核按哈希把新连接分给它们，不管背后的程序是否跟得上。',
    ],
    reuseportSockets: ['共享端口的监听套接字', '与别的套接字共享地址和端口的 TCP 监听套接字。'],
    worstUnevenShare: [
      '同一端口各监听者的不均衡度',
      '一个端口的现存连接在各服务进程之间分布得多不均，取最差的端口：各进程一样多为 0 %，一个进程占全部为 100 %。平均每进程八个连接以上才给出；更少时由偶然决定。',
    ],
    worstQueueGapShare: [
      '同一端口 accept 队列的差距',
      '共享端口的监听者中，最满与最空的 accept 队列相差多少，取最差的端口。100 %：一个进程不 accept，另一个无事可做，而内核照样把新连接分给前者。',
    ],
    scanMs: ['agent：查看所有进程的耗时', '上一次查看所有进程打开的文件总共用了多久，各片段合计。越费时，查得越少。'],
  }),
  ...under('application.process', {
    openFiles: [
      '接近上限的进程打开的文件',
      '已用上限 70 % 以上的进程打开的文件数，最多列五个。进程低于此比例时为未知。',
    ],
    openFilesLimit: [
      '接近上限的进程的打开文件上限',
      '已用 70 % 以上的进程的打开文件软限制（RLIMIT_NOFILE），最多列五个。',
    ],
  }),
};
