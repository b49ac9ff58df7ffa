/** The pages of the product, in the order of the bar. A page is a route folder, a feature and one line here. */
export const NAVIGATION: readonly { readonly href: string; readonly title: string }[] = [{ href: '/', title: 'Stack' }];
