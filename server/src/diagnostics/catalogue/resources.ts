import { entry } from '../entry.js';

/** BNN6xx. */
export const resources = {
  BNN600: entry<{ readonly detail: string }>({
    severity: 'error',
    title: 'placeholder',
    message: (facts) => facts.detail,
    docs: 'placeholder',
  }),
};
