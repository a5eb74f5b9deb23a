Console.WriteLine("convnotebooks");
