// Recognises media types, such as image/jpeg, without parameters.

const MEDIA_TYPE = /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/;

export const isMediaType = (text: string): boolean => MEDIA_TYPE.test(text);
