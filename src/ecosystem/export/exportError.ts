/** Why nothing can be exported, in a sentence for users. */
export class ExportError extends Error {}
