/** Set by the proxy on each request of a page: path and query, which a layout is not told otherwise. */
export const PAGE_PATH_HEADER = 'x-footnote-page'
