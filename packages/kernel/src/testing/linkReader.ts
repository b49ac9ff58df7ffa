/** A program for kernel tests: prints as JSON what our readers say of the interfaces of the namespaces that it runs in. */
import { InterfacesReader } from '../ethtool/InterfacesReader.ts';
import { openKernel } from '../openKernel.ts';

const { sources, close } = openKernel();
const answer = {
  ...(await new InterfacesReader().read(5000)),
  driverStats: await sources['ethtool/driver_stats'].read(5000),
  standardStats: await sources['ethtool/standard_stats'].read(5000),
  pauseStats: await sources['ethtool/pause_stats'].read(5000),
  limits: await sources['sys/class/net/byte_queue_limits'].read(5000),
};
close();
process.stdout.write(JSON.stringify(answer));
