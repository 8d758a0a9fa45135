// Where uploads go: the key in the store, and the path of the service that receives the bytes.

export const UPLOADS = "uploads/";

export const uploadKey = ({ id }: { id: string }): string => UPLOADS + id;

/** It has the number of bytes, so that a signature of the path limits them. */
export const uploadPath = (id: string, byteSize: number): string => `/assets/${UPLOADS}${id}/${byteSize}`;
