/** The template library as the window's handlers see it. */
export type { TemplateLibrary as Templates } from '../providers/template-library.ts';
