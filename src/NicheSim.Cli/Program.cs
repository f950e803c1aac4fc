Console.WriteLine("nichesim");
