/** Where a program takes its backlog from, by the name its process has. */
const SETTINGS: readonly (readonly [process: RegExp, setting: (backlog: number) => string])[] = [
  [/^nginx/, (backlog) => `in nginx: listen … backlog=${backlog};`],
  [/^redis|^valkey/, (backlog) => `in redis.conf: tcp-backlog ${backlog}`],
  [/^haproxy/, (backlog) => `in haproxy.cfg: bind … backlog ${backlog}`],
  [/^httpd|^apache2/, (backlog) => `in Apache's configuration: ListenBacklog ${backlog}`],
  [/^(mysqld|mariadbd)/, (backlog) => `in my.cnf: back_log = ${backlog}`],
  [/^java/, (backlog) => `in Tomcat: acceptCount="${backlog}"; in plain Java: new ServerSocket(port, ${backlog})`],
  [/^gunicorn|^uvicorn/, (backlog) => `on its command line: --backlog ${backlog}`],
  [/^python/, (backlog) => `in Python: socket.listen(${backlog})`],
  [/^node|MainThread/, (backlog) => `in Node: server.listen({ port, backlog: ${backlog} })`],
  [/^php-fpm/, (backlog) => `in the pool's configuration: listen.backlog = ${backlog}`],
];

/** How to ask for a backlog of this size, in the program's own words where they are known. */
export function listenSetting(process: string | undefined, backlog: number): string {
  const known = SETTINGS.find(([name]) => process !== undefined && name.test(process));
  return known === undefined ? `in the program: listen(fd, ${backlog})` : known[1](backlog);
}
