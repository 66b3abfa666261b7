import { entry } from '../entry.js';

/** BNN1xx. */
export const syntax = {
  BNN100: entry<{ readonly detail: string }>({
    severity: 'error',
    title: 'placeholder',
    message: (facts) => facts.detail,
    docs: 'placeholder',
  }),
};
