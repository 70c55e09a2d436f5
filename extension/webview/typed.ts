// What is typed or dragged, before it is asked for.

import { useEffect, useRef, useState } from "preact/hooks";

/**
 * The value of an input that is asked for once nothing was typed for `wait` ms, and what takes the next one. It stays as it was typed
 * however often the page is drawn meanwhile, until something else is asked for. `ask` returns what it asks for.
 */
export function useTyped<T>(asked: T, wait: number, ask: (typed: T) => T): [T, (typed: T) => void] {
  const [typed, draw] = useState(asked);
  const own = useRef(asked);
  const timer = useRef(0);
  useEffect(() => {
    if (asked === own.current) return;
    clearTimeout(timer.current);
    own.current = asked;
    draw(asked);
  }, [asked]);
  const type = (value: T): void => {
    draw(value);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => { own.current = ask(value); }, wait);
  };
  return [typed, type];
}
