import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { History } from '../model/history.ts';
import { optionsOf, type Shown, type Size } from './options.ts';
import { readPalette } from './palette.ts';
import type { PlotSpec } from './spec.ts';
import type { Font } from './surface.ts';

/**
 * A canvas in the element that the returned ref is given to: made once, as large as the element, gone with it.
 *
 * @param label what it shows, for those who do not see it
 * @param theme anything that changes with the colours; they are read whenever it or the rows change
 */
export function useChart(
  spec: PlotSpec,
  rows: History,
  label: string,
  theme: string,
  onCursor: Shown['onCursor'],
): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<{ plot: uPlot; shown: Shown }>(undefined);

  useLayoutEffect(() => {
    const element = host.current!;
    const shown = { rows, palette: readPalette(element), onCursor };
    const options = optionsOf(spec, shown, fontOf(element), sizeOf(element));
    const plot = new uPlot(options, dataOf(spec, rows), element);
    plot.ctx.canvas.setAttribute('role', 'img');
    chart.current = { plot, shown };
    return sizedLike(element, plot);
  }, []);

  useLayoutEffect(() => {
    const { plot, shown } = chart.current!;
    shown.rows = rows;
    shown.palette = readPalette(host.current!);
    plot.ctx.canvas.setAttribute('aria-label', label);
    plot.setData(dataOf(spec, rows));
  }, [rows, theme]);

  return host;
}

/** @return ends it, and the plot */
function sizedLike(element: HTMLElement, plot: uPlot): () => void {
  const observer = new ResizeObserver(() => plot.setSize(sizeOf(element)));
  observer.observe(element);
  return () => {
    observer.disconnect();
    plot.destroy();
  };
}

function sizeOf({ clientWidth, clientHeight }: HTMLElement): Size {
  return { width: clientWidth, height: clientHeight };
}

function fontOf(element: HTMLElement): Font {
  const { fontSize, fontFamily } = getComputedStyle(element);
  return { size: Math.round(parseFloat(fontSize)), family: fontFamily };
}

function dataOf({ lines }: PlotSpec, rows: History): uPlot.AlignedData {
  const columns = lines.map(({ drawn, values }) => (drawn ?? values)(rows));
  return [rows.at_ms, ...columns] as uPlot.AlignedData;
}
