// A value that components are drawn from.

import { useEffect, useState } from "preact/hooks";

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
      useEffect(() => {
        const hear = (): void => {
          draw({});
        };
        hearers.add(hear);
        return () => hearers.delete(hear);
      }, []);
      return value;
    },
  };
}
