/** Whether a header's name in a clause is one of Istio's for what a token claims, which only Istio's own filter knows. */
export function isClaim(name: string): boolean {
	return /^@request\.auth\.claims[.[]/.test(name);
}
