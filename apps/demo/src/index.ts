export { openLab, type Lab } from './lab.js';
