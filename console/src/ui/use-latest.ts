import { useLayoutEffect, useRef } from 'react';

/** What was drawn last, for what runs later and must not be made anew for it. */
export function useLatest<Value>(value: Value): { readonly current: Value } {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
