import { entry } from '../entry.js';

/** BNN7xx. */
export const parameters = {
  BNN700: entry<{ readonly detail: string }>({
    severity: 'error',
    title: 'placeholder',
    message: (facts) => facts.detail,
    docs: 'placeholder',
  }),
};
