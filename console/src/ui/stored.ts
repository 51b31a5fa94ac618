import { useState } from 'react';

/** State that this browser keeps. What cannot be read is as if it were not there. */
export function useStored<Value extends object>(key: string, initial: Value): readonly [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(() => {
    try {
      const stored: Partial<Value> = JSON.parse(localStorage.getItem(key) ?? '{}');
      return { ...initial, ...stored };
    } catch {
      return initial;
    }
  });
  const store = (next: Value): void => {
    localStorage.setItem(key, JSON.stringify(next));
    setValue(next);
  };
  return [value, store];
}
