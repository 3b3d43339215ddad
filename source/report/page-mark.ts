/** Near the beginning of each page, by which it is known. */
export const pageMark = '<meta name="generator" content="kubectl-iter8" />';
