/** What scripts that drive the workbench from outside take of the tests: recorded tools, and the reports that they write. */
export { installRecorded, isRunning } from './install.js';
export { recordedSuccess } from './success.js';
export { csynthXml, hierarchicalRpt, powerRpt, timingRpt } from '../written-reports.js';
