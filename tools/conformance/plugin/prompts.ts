import {
  inputRequired,
  type GetPromptResult,
  type InputRequiredResult,
  type Prompt,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { filledIn, form } from './required-input-tools.ts';
import { embedded, IMAGE, text } from './samples.ts';

type Arguments = Readonly<Record<string, string>>;

export interface TestPrompt {
  readonly prompt: Prompt;
  readonly get: (args: Arguments, context: ServerContext) => GetPromptResult | InputRequiredResult;
}

type Content = GetPromptResult['messages'][number]['content'];
const messages = (...contents: readonly Content[]): GetPromptResult => ({
  messages: contents.map((content) => ({ role: 'user', content })),
});

function testPrompt(name: string, args: readonly string[], get: TestPrompt['get']): TestPrompt {
  const named = args.map((each) => ({ name: each, description: `The ${each}.`, required: true }));
  return { prompt: { name, description: `What the suite asks for as ${name}.`, arguments: named }, get };
}

/** Prompts that the suite asks for by name. */
export const TEST_PROMPTS: readonly TestPrompt[] = [
  testPrompt('test_simple_prompt', [], () => messages(text('This is a simple prompt for testing.'))),
  testPrompt('test_prompt_with_arguments', ['arg1', 'arg2'], ({ arg1, arg2 }) =>
    messages(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  ),
  testPrompt('test_prompt_with_embedded_resource', ['resourceUri'], ({ resourceUri = '' }) =>
    messages(
      embedded(resourceUri, 'Embedded resource content for testing.'),
      text('Please process the embedded resource above.'),
    ),
  ),
  testPrompt('test_prompt_with_image', [], () => messages(IMAGE, text('Please analyze the image above.'))),
  testPrompt('test_input_required_result_prompt', [], (_args, context) => {
    const given = filledIn(context, 'user_context')?.['context'];
    if (typeof given === 'string') return messages(text(`Use this context: ${given}`));
    return inputRequired({
      inputRequests: { user_context: form('What context should the prompt use?', 'context') },
    });
  }),
];
