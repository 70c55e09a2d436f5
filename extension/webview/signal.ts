// A value that components are drawn from.

import { useLayoutEffect, useState } from "preact/hooks";

export interface Signal<T> {
  readonly value: T;
  set(value: T): void;
  /** The value, for a component that is drawn anew with each other one. */
  use(): T;
}

export function signalOf<T>(value: T): Signal<T> {
  const hearers = new Set<() => void>();
  return {
    get value() {
      return value;
    },
    set(next) {
      if (next === value) return;
      value = next;
      for (const hear of hearers) hear();
    },
    use() {
      const [, draw] = useState({});
      const drawn = value;
      // Not `useEffect`: that runs after the browser has painted, and what is set until then would never be drawn.
      useLayoutEffect(() => {
        const hear = (): void => {
          draw({});
        };
        hearers.add(hear);
        if (value !== drawn) hear(); // set by a layout effect of a component inside
        return () => hearers.delete(hear);
      }, []);
      return value;
    },
  };
}
