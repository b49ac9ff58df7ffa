import { createNamespace, labSupport, Product, startWorkload } from '@netstrata/lab';

const SECONDS = 3600;

/** A product that looks at a host with ordinary traffic, in a network namespace of its own where that can be made. */
export const startTrafficHost = async (): Promise<AsyncDisposable & { readonly product: Product }> => {
  const stack = new AsyncDisposableStack();
  try {
    const namespace = labSupport().ok ? stack.use(await createNamespace()) : undefined;
    stack.use(startWorkload('mixedLoad', { seconds: SECONDS }, namespace));
    const product = stack.use(await Product.start(namespace ? { namespace } : {}));
    const whole = stack.move();
    return { product, [Symbol.asyncDispose]: () => whole.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
};
