import { CLONE_NEWNET, O_CLOEXEC, O_RDONLY } from './constants.ts';
import { checked, libc } from './libc.ts';

const OWN = '/proc/thread-self/ns/net';

const open = (path: string): number => checked(`open ${path}`, libc.open(path, O_RDONLY | O_CLOEXEC));

/** Moves the calling thread to a network namespace, where it stays: sockets and devices that it makes belong there. */
export const enterNamespace = (path: string): void => {
  const namespace = open(path);
  try {
    checked(`setns ${path}`, libc.setns(namespace, CLONE_NEWNET));
  } finally {
    libc.close(namespace);
  }
};

/** Runs `make` in a network namespace and comes back: a socket stays in the namespace that it was made in. `make` must not wait. */
export const insideNamespace = <Result>(path: string, make: () => Result): Result => {
  const own = open(OWN);
  try {
    enterNamespace(path);
    return make();
  } finally {
    checked('setns back', libc.setns(own, CLONE_NEWNET));
    libc.close(own);
  }
};
