import { findNamespace } from '../namespaces/findNamespace.ts';
import { NamespaceDoor } from '../namespaces/NamespaceDoor.ts';
import { visitNamespace } from '../namespaces/visitNamespace.ts';
import { DeviceSettings } from './DeviceSettings.ts';

/** Settings of network devices of this process's network namespace and of every other one. */
export class NamespaceDeviceSettings {
  readonly #door = new NamespaceDoor();
  readonly #own = new DeviceSettings();

  /** Of one namespace by its inode number, looked for at each call (`vanished` where it is not found); without a number, of the own. */
  of(inode?: number): DeviceSettings {
    if (inode === undefined) return this.#own;
    return new DeviceSettings({
      enter: (action) => {
        const found = findNamespace(inode);
        return found === 'own' ? action() : visitNamespace(this.#door, found, action);
      },
    });
  }

  close(): void {
    this.#door.close();
  }
}
