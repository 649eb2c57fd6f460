export { LOG_LEVELS, faultForLog, logger, type Logger, type LogLevel } from './logger.ts';
