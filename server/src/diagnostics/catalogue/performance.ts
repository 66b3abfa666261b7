import { entry } from '../entry.js';

/** BNN5xx. */
export const performance = {
  BNN500: entry<{ readonly detail: string }>({
    severity: 'error',
    title: 'placeholder',
    message: (facts) => facts.detail,
    docs: 'placeholder',
  }),
};
