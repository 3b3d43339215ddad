import {defineConfig} from 'vitest/config';
import {inShort, settings} from './vitest.config.ts';

export default defineConfig({test: {...settings, include: [inShort]}});
