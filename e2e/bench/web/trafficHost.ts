import { createNamespace, labSupport, type Namespace, Product, startWorkload } from '@netstrata/lab';

/** The longest that a workload runs. */
const SECONDS = 3600;

/** Ordinary traffic for as long as it is wanted: a workload ends by itself, so one follows the other. */
const startTraffic = (namespace: Namespace | undefined): AsyncDisposable => {
  let isWanted = true;
  let current = startWorkload('mixedLoad', { seconds: SECONDS }, namespace);
  const goOn = async (): Promise<void> => {
    await current.done;
    if (!isWanted) return;
    current = startWorkload('mixedLoad', { seconds: SECONDS }, namespace);
    await goOn();
  };
  // One that failed says so by the traffic that is missing; to dispose of it is to stop the last one.
  goOn().catch(() => undefined);
  return {
    async [Symbol.asyncDispose]() {
      isWanted = false;
      await current[Symbol.asyncDispose]();
    },
  };
};

/** A product that looks at a host with ordinary traffic, in a network namespace of its own where that can be made. */
export const startTrafficHost = async (): Promise<AsyncDisposable & { readonly product: Product }> => {
  const stack = new AsyncDisposableStack();
  try {
    const namespace = labSupport().ok ? stack.use(await createNamespace()) : undefined;
    stack.use(startTraffic(namespace));
    const product = stack.use(await Product.start(namespace ? { namespace } : {}));
    const whole = stack.move();
    return { product, [Symbol.asyncDispose]: () => whole.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
};
