import type { TunableTexts } from '../../words.ts';

export const FILES: TunableTexts = {
  'fs.file-max': [
    '整台主机打开的文件',
    '同时可打开多少文件和套接字；特权程序可以超出。达到时程序得到 ENFILE。有些系统把它设为最大的数。',
    '每个打开的文件约 1 KiB 内存。',
    '以 KiB 计的内存的十分之一：每 MiB 约 100 个文件',
  ],
  'fs.nr_open': [
    '单个进程最多打开的文件',
    '进程的打开文件限制（ulimit -n）最高可设到多少。限制本身在启动服务的地方设置。',
    '进程用到之前没有代价。',
  ],
  'fs.epoll.max_user_watches': [
    '一个用户可用 epoll 监视的套接字',
    '一个用户的所有 epoll 实例合计可监视多少文件。达到时 epoll_ctl 以 ENOSPC 失败。',
    '每个监视约 160 字节内存。',
    '内存的 4 %，每个监视约 160 字节',
  ],
};
