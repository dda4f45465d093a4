/** Stylesheets are Vite's business: files of their own, as `default-src 'self'` wants it. */
declare module '*.css';
