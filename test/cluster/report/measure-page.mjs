/** Runs in the browser, so it sees nothing but the page; what it tells: PageMeasures in browser.ts. */
export function measurePage() {
	const boxOf = element => element.getBoundingClientRect();
	const textOf = element => element.textContent?.trim() ?? '';
	const plots = [...document.querySelectorAll('[role=img] > svg')];
	const texts = plots.flatMap(plot =>
		[...plot.querySelectorAll('text')].filter(text => textOf(text) !== '').map(text => ({text, plot})),
	);
	const isOutside = (inner, outer) =>
		inner.left < outer.left - 1 ||
		inner.right > outer.right + 1 ||
		inner.top < outer.top - 1 ||
		inner.bottom > outer.bottom + 1;
	const overlap = (one, other) =>
		Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
		Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 3;
	return {
		scrollWidth: document.documentElement.scrollWidth,
		verdictBottom: boxOf(document.querySelector('.verdict') ?? document.body).bottom,
		background: getComputedStyle(document.body).backgroundColor,
		plots: plots.length,
		smallest: Math.min(...plots.map(plot => Math.min(boxOf(plot).width, boxOf(plot).height))),
		leastTextHeight: Math.min(...texts.map(({text}) => boxOf(text).height)),
		clipped: texts.filter(({text, plot}) => isOutside(boxOf(text), boxOf(plot))).map(({text}) => textOf(text)),
		overlapping: texts.flatMap((one, index) =>
			texts
				.slice(index + 1)
				.filter(other => other.plot === one.plot && overlap(boxOf(one.text), boxOf(other.text)))
				.map(other => `${textOf(one.text)} / ${textOf(other.text)}`),
		),
		active: document.querySelectorAll('script, iframe, object, embed, img, link, form, base, a').length,
	};
}
