export default {
  // This folder, although another one above it has a lock file too.
  turbopack: { root: import.meta.dirname },
};
