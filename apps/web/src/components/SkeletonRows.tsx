/** Lines that will be there in a moment, and for those who hear the page what is waited for. */
export const SkeletonRows = ({ label }: { readonly label: string }) => (
  <div role="status" aria-label={label} className="space-y-3 px-4 py-4">
    <div className="skeleton h-5 w-2/3" />
    <div className="skeleton h-5 w-1/2" />
    <div className="skeleton h-5 w-3/5" />
  </div>
);
