import { entry } from '../entry.js';

/** BNN4xx. */
export const folding = {
  BNN400: entry<{ readonly detail: string }>({
    severity: 'error',
    title: 'placeholder',
    message: (facts) => facts.detail,
    docs: 'placeholder',
  }),
};
