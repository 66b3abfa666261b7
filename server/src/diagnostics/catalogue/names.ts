import { entry } from '../entry.js';

/** BNN2xx. */
export const names = {
  BNN200: entry<{ readonly detail: string }>({
    severity: 'error',
    title: 'placeholder',
    message: (facts) => facts.detail,
    docs: 'placeholder',
  }),
};
