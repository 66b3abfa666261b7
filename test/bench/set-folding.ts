export { compare, type Compared, type Vector } from '../support/set-folding.js';
