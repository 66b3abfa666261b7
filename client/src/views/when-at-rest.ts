/** Calls `act` once nothing has been told for a while; what is told meanwhile begins the wait anew. */
export function whenAtRest(
  restMs: number,
  act: () => void,
): { readonly tell: () => void; readonly dispose: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const dispose = (): void => clearTimeout(timer);
  return {
    tell: () => {
      dispose();
      timer = setTimeout(act, restMs);
    },
    dispose,
  };
}
