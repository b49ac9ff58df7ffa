import type { Words } from '@netstrata/metrics';

/** Where a program takes its backlog from, by the name its process has. */
const SETTINGS: readonly (readonly [process: RegExp, setting: (backlog: number) => Words])[] = [
  [
    /^nginx/,
    (backlog) => ({ en: `in nginx: listen … backlog=${backlog};`, 'zh-CN': `nginx 中：listen … backlog=${backlog};` }),
  ],
  [
    /^redis|^valkey/,
    (backlog) => ({ en: `in redis.conf: tcp-backlog ${backlog}`, 'zh-CN': `redis.conf 中：tcp-backlog ${backlog}` }),
  ],
  [
    /^haproxy/,
    (backlog) => ({
      en: `in haproxy.cfg: bind … backlog ${backlog}`,
      'zh-CN': `haproxy.cfg 中：bind … backlog ${backlog}`,
    }),
  ],
  [
    /^httpd|^apache2/,
    (backlog) => ({
      en: `in Apache's configuration: ListenBacklog ${backlog}`,
      'zh-CN': `Apache 配置中：ListenBacklog ${backlog}`,
    }),
  ],
  [
    /^(mysqld|mariadbd)/,
    (backlog) => ({ en: `in my.cnf: back_log = ${backlog}`, 'zh-CN': `my.cnf 中：back_log = ${backlog}` }),
  ],
  [
    /^java/,
    (backlog) => ({
      en: `in Tomcat: acceptCount="${backlog}"; in plain Java: new ServerSocket(port, ${backlog})`,
      'zh-CN': `Tomcat 中：acceptCount="${backlog}"；纯 Java 中：new ServerSocket(port, ${backlog})`,
    }),
  ],
  [
    /^gunicorn|^uvicorn/,
    (backlog) => ({ en: `on its command line: --backlog ${backlog}`, 'zh-CN': `命令行参数：--backlog ${backlog}` }),
  ],
  [
    /^python/,
    (backlog) => ({ en: `in Python: socket.listen(${backlog})`, 'zh-CN': `Python 中：socket.listen(${backlog})` }),
  ],
  [
    /^node|MainThread/,
    (backlog) => ({
      en: `in Node: server.listen({ port, backlog: ${backlog} })`,
      'zh-CN': `Node 中：server.listen({ port, backlog: ${backlog} })`,
    }),
  ],
  [
    /^php-fpm/,
    (backlog) => ({
      en: `in the pool's configuration: listen.backlog = ${backlog}`,
      'zh-CN': `进程池配置中：listen.backlog = ${backlog}`,
    }),
  ],
];

/** How to ask for a backlog of this size, in the program's own words where they are known. */
export function listenSetting(process: string | undefined, backlog: number): Words {
  const known = SETTINGS.find(([name]) => process !== undefined && name.test(process));
  return known === undefined
    ? { en: `in the program: listen(fd, ${backlog})`, 'zh-CN': `程序中：listen(fd, ${backlog})` }
    : known[1](backlog);
}
