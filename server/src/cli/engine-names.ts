/** What runs images through a network: the reference model, or the generated C++ compiled here. */
export const ENGINE_NAMES = ['golden', 'csim'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];
