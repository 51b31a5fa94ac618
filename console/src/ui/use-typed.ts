import { useEffect, useRef, useState } from 'react';
import { useLatest } from './use-latest.ts';

/** People who type pause for longer when they have finished a word. */
const pauseMs = 300;

/**
 * A text that is typed into a filter: seen at once, told once somebody pauses, so that no letter waits for what the one before it found.
 * @param told the text as it stands now, whoever has told it
 */
export function useTyped(told: string, tell: (text: string) => void): readonly [string, (text: string) => void] {
  const [text, setText] = useState(told);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const own = useRef(told);
  const latest = useLatest(tell);
  useEffect(() => {
    // Only what somebody else has changed is taken over: more may have been typed since this was told.
    if (told === own.current) return;
    own.current = told;
    clearTimeout(waiting.current);
    setText(told);
  }, [told]);
  useEffect(() => () => clearTimeout(waiting.current), []);
  const type = (next: string): void => {
    setText(next);
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => {
      own.current = next.trim();
      latest.current(own.current);
    }, pauseMs);
  };
  return [text, type];
}
