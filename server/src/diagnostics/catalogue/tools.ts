import { entry } from '../entry.js';

/** BNN8xx. */
export const tools = {
  BNN800: entry<{ readonly detail: string }>({
    severity: 'error',
    title: 'placeholder',
    message: (facts) => facts.detail,
    docs: 'placeholder',
  }),
};
