/** What `/version` tells: the release of Kubernetes that this server answers as. */
export const versionInfo = {
	major: '1',
	minor: '36',
	gitVersion: 'v1.36.1-sandbox',
	gitCommit: '',
	gitTreeState: '',
	buildDate: '1970-01-01T00:00:00Z',
	goVersion: '',
	compiler: '',
	platform: `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
};
