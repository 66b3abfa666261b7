import { entry } from '../entry.js';

/** BNN3xx. */
export const shapes = {
  BNN300: entry<{ readonly detail: string }>({
    severity: 'error',
    title: 'placeholder',
    message: (facts) => facts.detail,
    docs: 'placeholder',
  }),
};
