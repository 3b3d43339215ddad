/** What a reader of a page reads, a line for each heading, row, item or paragraph; plots as what is read out of them. */
export function readText(page: string): string {
	const [, body = ''] = page.split('<body>');
	return body
		.replaceAll(/<div role="img" aria-label="([^"]*)">\s*<svg[^]*?<\/svg>/g, '[$1]<br>')
		.replaceAll(/<svg[^>]*aria-label="([^"]*)"[^]*?<\/svg>/g, '[$1] ')
		.replaceAll(/\s+/g, ' ')
		.replaceAll(/<\/(?:h\d|p|li|tr|dd|figcaption|caption|strong|thead)>|<br[ /]*>/g, '\n')
		.replaceAll(/<\/(?:td|th|dt)> */g, ' | ')
		.replaceAll(/<[^>]*>/g, '')
		.replaceAll('&nbsp;', ' ')
		.replaceAll('&#39;', "'")
		.replaceAll('&amp;', '&')
		.split('\n')
		.map(line => line.replaceAll('\u00A0', ' ').replaceAll(/^ +|[ |]+$/g, ''))
		.filter(line => line !== '')
		.join('\n');
}

/** The tags of a page without the values of their attributes, each once: `<th scope>`. What stands in `<style>` is none. */
export function tagsOf(page: string): ReadonlySet<string> {
	const tags = page.replaceAll(/(<style>)[^]*?(<\/style>)/g, '$1$2').match(/<[^>]*>/g) ?? [];
	return new Set(tags.map(tag => tag.replaceAll(/\s*=\s*"[^"]*"/g, '').replaceAll(/\s+/g, ' ')));
}
