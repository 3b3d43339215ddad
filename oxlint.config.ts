import {defineConfig} from 'oxlint';
import {rooms, type Room} from './test/architecture/rooms.ts';

const packages = [...new Set(rooms.flatMap(room => room.packages ?? []))];

/** What a room must not import: rooms below it in the list, packages of others, and where it is pure all of Node that does something. */
function restrictionsOf(room: Room, index: number) {
	const below = rooms.slice(index + 1).map(({name}) => name);
	const foreign = packages.filter(name => !room.packages?.includes(name));
	return {
		files: [room.name.includes('.') ? `source/${room.name}` : `source/${room.name}/**`],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						...patternsFor(
							below.map(name => `**/${name}/**`),
							`${room.name} stands above these rooms in test/architecture/rooms.ts.`,
						),
						...patternsFor(
							(room.avoids ?? []).map(name => `**/${name}/**`),
							`${room.name} does without it (test/architecture/rooms.ts).`,
						),
						...patternsFor(
							foreign.flatMap(name => [name, `${name}/*`]),
							'Another room uses this package (test/architecture/rooms.ts).',
						),
						...(room.isPure
							? [
									{
										group: ['node:*', '!node:util'],
										allowTypeImports: true,
										message: 'A pure room does no I/O.',
									},
								]
							: []),
					],
				},
			],
		},
	} as const;
}

function patternsFor(group: readonly string[], message: string) {
	return group.length === 0 ? [] : [{group: [...group], message}];
}

export default defineConfig({
	plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'promise'],
	categories: {correctness: 'error', suspicious: 'error'},
	env: {builtin: true, node: true},
	ignorePatterns: ['dist', 'node_modules'],
	rules: {
		'typescript/no-explicit-any': 'error',
		'typescript/no-floating-promises': 'error',
		'typescript/no-misused-promises': 'error',
		'typescript/only-throw-error': 'error',
		'typescript/consistent-type-imports': 'error',
		'typescript/no-non-null-assertion': 'error',
		'typescript/no-unsafe-type-assertion': 'off',
		'typescript/no-unnecessary-type-arguments': 'off',
		'import/no-default-export': 'error',
		'import/no-cycle': 'error',
		'import/no-unassigned-import': 'off',
		'import/no-named-as-default-member': 'off',
		'react/react-in-jsx-scope': 'off',
		'react/rules-of-hooks': 'error',
		'react/exhaustive-deps': 'error',
		'unicorn/consistent-function-scoping': 'off',
		'no-await-in-loop': 'off',
		'no-console': 'error',
		'no-shadow': 'off',
	},
	overrides: [
		...rooms.map(restrictionsOf),
		{
			files: ['**/*.config.ts', 'plugin/*.js'],
			rules: {'import/no-default-export': 'off', 'no-console': 'off'},
		},
		{
			files: ['test/**', 'plugin/**'],
			rules: {
				'no-console': 'off',
				'no-restricted-imports': ['error', {patterns: patternsFor(['@kubernetes/*'], 'Only source/kube uses it.')}],
			},
		},
	],
});
